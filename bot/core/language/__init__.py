"""Norwegian as people write it: words, stems, phrases and expressions of time made comparable."""
