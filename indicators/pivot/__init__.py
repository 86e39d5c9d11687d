"""The pivot of figures: a declared table of rows and columns becomes cells that know the facts that they show.

Pure: plain values in, plain values out. `indicators.gathering` fetches the figures.
"""
