"""The engine of Mumaris: definitions read as forms, decisions and proofs. No web framework."""
