"""What a PDF says."""

import re
import subprocess


def text_of(pdf):
    """The words of a paper as its reader sees them, line by line."""
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()
    return re.sub(r" +", " ", text)
