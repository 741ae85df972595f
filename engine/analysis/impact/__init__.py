"""How many past applications a change would have touched."""
