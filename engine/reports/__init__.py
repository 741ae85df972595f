"""Reports: what was found about a configuration, as one page that can be sent, printed and kept."""
