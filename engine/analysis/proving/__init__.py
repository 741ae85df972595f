"""What is proved of whole services: findings of `mumaris prove`, and the authors' own claims.

A question is put to people first, those of the scenarios and others like them, and to the solver
only when none of them answers it: most of what can be is shown, and what cannot is proved.
"""
