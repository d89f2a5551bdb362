"""The rules of the product: pure functions and types.

Nothing here knows of databases, requests, clocks or drawing libraries; only the
standard library and pydantic are imported, and a test holds it to that.
"""
