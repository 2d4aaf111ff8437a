import pytest

from phaodai.site.api import api


@pytest.fixture
def api_operations():
    """Every operation of the API."""
    return [
        operation
        for _prefix, router in api._routers
        for path_view in router.path_operations.values()
        for operation in path_view.operations
    ]
