pytest_plugins = ["pytester"]


def pytest_configure():
    try:
        from django.conf import settings
    except ImportError:
        return
    # As little as a project has. No database: nothing is stored.
    settings.configure(ALLOWED_HOSTS=["testserver"], DATABASES={}, SECRET_KEY="test only", ROOT_URLCONF="consent")
