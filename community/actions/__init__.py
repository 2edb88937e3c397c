"""All that the product can do, one module a noun, one function a verb."""
