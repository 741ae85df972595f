"""What guards every page: headers, cookies, sessions, CSRF tokens, limits of size and rate.

Aligned with OWASP ASVS 5, level 2. Nothing here knows a page or a service.
"""
