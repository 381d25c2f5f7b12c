"""Everything known, with its source: compounds, materials, gases, measured phases, bibliography."""
