"""Parts of a service's program: steps, texts, cases, claims and what is issued."""
