"""The searches that ours is held against, each over the same titles, aliases and texts of the same entries.

A rival is built from {id: text} and answers a question with (id, score) pairs, best first. Every rival is told the
asker's district in the same way: entries of other districts are left out of what it found.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping

Search = Callable[[str], list[tuple[str, float]]]
WANTED = 60


def fuzzy(scorer: str) -> Callable[[Mapping[str, list[str]]], Search]:
    """rapidfuzz over every title and alias."""
    from rapidfuzz import fuzz, process, utils

    def build(names: Mapping[str, list[str]]) -> Search:
        owners = [entry for entry, listed in names.items() for _ in listed]
        choices = [utils.default_process(name) for listed in names.values() for name in listed]
        measure = getattr(fuzz, scorer)

        def search(question: str) -> list[tuple[str, float]]:
            found = process.extract(utils.default_process(question), choices, scorer=measure, limit=WANTED)
            return _once([(owners[place], score / 100) for _, score, place in found])

        return search

    return build


def fts5(tokenizer: str) -> Callable[[Mapping[str, str]], Search]:
    """SQLite FTS5 with its own BM25."""

    def build(texts: Mapping[str, str]) -> Search:
        base = sqlite3.connect(":memory:")
        base.execute(f"create virtual table entry using fts5(id unindexed, body, tokenize='{tokenizer}')")
        base.executemany("insert into entry values (?, ?)", texts.items())
        shortest = 3 if tokenizer == "trigram" else 1

        def search(question: str) -> list[tuple[str, float]]:
            words = [word for word in re.findall(r"\w+", question.lower()) if len(word) >= shortest]
            if not words:
                return []
            query = " OR ".join(f'"{word}"' for word in words)
            rows = base.execute(
                "select id, -rank from entry where entry match ? order by rank limit ?", (query, WANTED)
            )
            return [(str(entry), float(score)) for entry, score in rows]

        return search

    return build


def bm25s_snowball(texts: Mapping[str, str]) -> Search:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("norwegian")
    ids = list(texts)
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(texts.values()), stopwords=None, stemmer=stemmer, show_progress=False), show_progress=False
    )

    def search(question: str) -> list[tuple[str, float]]:
        tokens = bm25s.tokenize([question], stopwords=None, stemmer=stemmer, show_progress=False)
        places, scores = index.retrieve(tokens, k=min(WANTED, len(ids)), show_progress=False)
        return [(ids[int(p)], float(s)) for p, s in zip(places[0], scores[0], strict=True) if s > 0]

    return search


def tantivy_norwegian(texts: Mapping[str, str]) -> Search:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("body", tokenizer_name="nb")
    index = tantivy.Index(schema.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("nb", analyzer.filter(tantivy.Filter.stemmer("norwegian")).build())
    writer = index.writer(num_threads=1)
    for entry, body in texts.items():
        writer.add_document(tantivy.Document(id=entry, body=body))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> list[tuple[str, float]]:
        words = " ".join(re.findall(r"\w+", question.lower()))
        if not words:
            return []
        query = index.parse_query(words, ["body"])
        return [(searcher.doc(at)["id"][0], score) for score, at in searcher.search(query, WANTED).hits]

    return search


def _once(found: list[tuple[str, float]]) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for entry, score in found:
        best.setdefault(entry, score)
    return list(best.items())
