"""Following a judgement to its sources: traces, samples, and the log of everything that happened."""
