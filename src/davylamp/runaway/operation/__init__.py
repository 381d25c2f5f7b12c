"""Heat in normal use, and the electro-thermal field of a pouch cell with tabs."""
