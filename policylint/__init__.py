"""policylint fails the build when a dataset is published or used in a way that its licences, or the people in it,
do not allow.
"""

__version__ = "0.1.0"
