"""The paper for the Schools Forum: figures in words, tables and charts, as document or tables."""
