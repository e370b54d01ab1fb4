"""What the server said: shapes joined into kinds, why each counts as it does, and which of them are doubtful.

Words tell some declines, comparison others: what was said before the load, by which messages, and when. Neither is a
proof, so what they find makes a verdict inconclusive and never failed. `kinds` finds the kinds, `evidence` and
`limiter` what speaks against them, `doubt` whether that could turn the verdict.
"""
