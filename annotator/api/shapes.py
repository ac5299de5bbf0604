"""What bodies and answers have in common."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """What a field's docstring says is in the reference, too."""

    model_config = ConfigDict(use_attribute_docstrings=True)
