"""Rules as expressions over columns, computed by Ibis where the table is."""
