"""The month in the browser: what an area is to enter, what looks unusual, how it is explained and cleared.

Rules without requests or HTML. What is computed (`bands`, `bridging`, `forecasts`, `plan`) fetches nothing.
"""
