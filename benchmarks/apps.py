"""What the servers of a benchmark serve; where its data lies is in the environment."""

import os
from pathlib import Path

from flask import Flask

from benchmarks import bare
from views import page_cache
from views.app import create_app

DATABASE = "BENCH_BARE_DATABASE"


def plain() -> Flask:
    """The bare forum."""
    return bare.create_app(Path(os.environ[DATABASE]))


def product() -> Flask:
    """The product as it is."""
    return create_app()


def product_without_cache() -> Flask:
    """The product, making each guest's page anew."""
    page_cache.pages = page_cache.Shelf(most=0)
    return create_app()
