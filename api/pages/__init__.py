"""The pages that people see: requests in, use cases called, view models to templates/.

No law and no wording of a service is here; what is said comes from definitions and phrases.
"""
