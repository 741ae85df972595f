"""The engine of Mumaris: definitions to forms, decisions and proofs. No web, no SQL outside store."""
