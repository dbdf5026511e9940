"""`make lint`: pre-commit runs the linters, which live in .dev and are pinned like the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from dev import config, python_env
from dev.say import run, timed

SOURCE = config.ROOT / "dev" / "lint"
NODE_PACKAGES = config.DEV / "node"
NODE_VENV = config.DEV / "node-venv"
OLDEST_NODE = (20, 19)
REMEDY = "the JavaScript linters cannot be installed: check the network and the free disk space"


def ensure() -> None:
    """Every linter, in .dev/lint-venv and .dev/node: the places .pre-commit-config.yaml names."""
    python_env.ensure(config.LINT_VENV, "lint.txt")
    if not _node_is_new_enough():
        python_env.ensure(NODE_VENV, "node.txt")
    _install_node_packages()


def _node_is_new_enough() -> bool:
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    shown = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    numbers = shown.stdout.strip().removeprefix("v").split(".")
    return len(numbers) == 3 and tuple(map(int, numbers[:2])) >= OLDEST_NODE


def environment() -> dict[str, str]:
    """Our tools first; a Node.js of our own only where the system's is too old."""
    folders = [config.LINT_VENV / "bin", NODE_PACKAGES / "node_modules" / ".bin"]
    if (NODE_VENV / ".complete").exists():
        folders.append(NODE_VENV / "bin")
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(config.DEV / "pre-commit")}


def _install_node_packages() -> None:
    names = ("package.json", "package-lock.json", ".npmrc")
    wanted = config.files_digest([SOURCE / name for name in names])
    stamp = NODE_PACKAGES / ".complete"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with timed("installing the JavaScript linters"):
        NODE_PACKAGES.mkdir(exist_ok=True)
        for name in names:
            shutil.copy(SOURCE / name, NODE_PACKAGES / name)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        run(command, REMEDY, env=environment(), cwd=NODE_PACKAGES)
    stamp.write_text(wanted)


def run_hooks() -> int:
    """All hooks on all files git knows; ONLY names one of them."""
    hook = config.asked("ONLY")
    words = [str(_tool("pre-commit")), "run", *([hook] if hook else []), "--all-files"]
    return _foreground(words)


def format_files() -> int:
    """Let the formatters change what they would complain of."""
    files = run(["git", "ls-files", "*.js", "*.xml", "*.scss"], "git is missing").split()
    ruff = [str(_tool("ruff"))]
    codes = [_foreground([*ruff, "check", "--fix", "."]), _foreground([*ruff, "format", "."])]
    if files:
        codes.append(_foreground(["prettier", "--write", "--log-level=warn", *files]))
    return max(codes)


def _tool(name: str) -> Path:
    return config.LINT_VENV / "bin" / name


def _foreground(words: list[str]) -> int:
    done = subprocess.run(words, env=environment(), cwd=config.ROOT, check=False)
    return done.returncode
