"""The tables that the chapters show: one module a chapter, named as the chapter is."""
