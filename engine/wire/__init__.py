"""What the portal and a biller say to each other, and how it is signed.

`signing.py` is who signed what, when and for which address; `messages.py` what is said. Pure:
bytes in, values out. The biller's simulator shares this with the portal, and nothing else.
"""
