"""The pure part: (state, event, now) becomes (state, effects). No input, output, clock or chance in here."""
