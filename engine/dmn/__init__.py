"""DMN models of others: read safely, evaluated as the specification says, and carried over to ours.

Layer: beside `engine.definitions`; reads expressions by `engine.expressions.specification`.
"""
