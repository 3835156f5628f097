"""The policy language: rules and packs as data, typed against the shapes, judged with three truth values."""
