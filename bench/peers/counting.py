"""Tokens as o200k counts them, exactly and for all alike."""

import json
import subprocess

import peers


class Tokens:
    def __init__(self, folder=peers.FOLDER):
        """`folder` holds the node package gpt-tokenizer."""
        command = ["node", str(peers.HERE / "o200k.mjs"), str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, text):
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)
