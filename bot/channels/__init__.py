"""One network in each module, imported only when it is used."""
