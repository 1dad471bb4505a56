"""What the OpenAPI description says of every operation without each view repeating it."""

from backend.schema import sign_in  # noqa: F401 - drf-spectacular knows a scheme once its class is made
from backend.schema.operations import CampusSchema
from backend.schema.parameters import parameters_of
from backend.schema.refusals import describe_refusals

__all__ = ["CampusSchema", "describe_refusals", "parameters_of"]
