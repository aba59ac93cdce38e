"""The one error of a rule profile: which file, which place, what is wrong."""


class ProfileError(ValueError):
    """A profile text breaks its schema; `file`, `path` and `message` name the exact place."""

    def __init__(self, file: str, path: str, message: str) -> None:
        """Keep the file name, the path inside it (`versions[0].layers[1].layer`) and the reason."""
        super().__init__(f"{file}: {path}: {message}" if path else f"{file}: {message}")
        self.file = file
        self.path = path
        self.message = message
