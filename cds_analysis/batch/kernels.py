"""Kernels for batch runs: each notebook gets a fresh process, forked from one that has imported what all of them need.

The seam is jupyter_client's: a provisioner that starts processes through the fork server of multiprocessing; papermill,
nbclient and the kernel protocol know nothing of it. Where fork is not safe (Windows, macOS) kernels are ordinary.
"""

import asyncio
import multiprocessing
import multiprocessing.forkserver
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

from jupyter_client import AsyncKernelManager
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.provisioning import LocalProvisioner
from jupyter_core.utils import run_sync

from .. import paths
from ..errors import CdsError
from . import warm

CAN_FORK = sys.platform == "linux"
KERNEL = "python3"
_live: set[AsyncKernelManager] = set()
_guard = threading.Lock()


class KernelError(CdsError):
    """A kernel that did not start, or died: a fault of the machine, not of the notebook."""


def _context() -> multiprocessing.context.BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cds_analysis.batch.warm"])
    return context


def prepare(data_dir: Path | None = None) -> bool:
    """Start the process that kernels are forked from, reading the data ahead; False where there is none to be had.

    Once it runs nothing is done; `kernel` calls this too.
    """
    if not CAN_FORK:
        return False
    with _guard, _environment({"CDS_WARM": "1", warm.DATA: str(data_dir or "")}):
        _context()  # names the preload before the server starts
        multiprocessing.forkserver.ensure_running()
    return True


@contextmanager
def _environment(extra: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in extra}
    os.environ.update(extra)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def _as_a_plain_parent() -> Iterator[None]:
    """Start a process without two habits of multiprocessing that do not suit kernels.

    It would run the calling program once more in each of them, to find its functions; and it forbids children to
    processes that are themselves children, as the workers of a Dask cluster are.
    """
    main, config = sys.modules["__main__"], multiprocessing.current_process()._config
    daemon = config.pop("daemon", None)
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if daemon is not None:
            config["daemon"] = daemon


def _limit_memory(limit: int) -> None:
    """Refuse this process more than `limit` bytes beyond what it shares with the one it was forked from."""
    import resource

    with open("/proc/self/status", encoding="ascii") as status:
        held = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))
    resource.setrlimit(resource.RLIMIT_DATA, (held + limit, held + limit))


def _die_with(parent: int) -> None:
    """End this process when the fork server ends, at once if that is gone already; and let that end with its caller."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
    # The fork server ends when nobody holds this pipe any more: the caller shall be the only one who does.
    server = multiprocessing.forkserver._forkserver
    os.close(server._forkserver_alive_fd)
    server._forkserver_alive_fd = None


def _serve(connection_file: str, cwd: str, env: dict[str, str], log: str, memory: int | None, parent: int) -> None:
    """The forked process: leave everything of the parent behind, then be an ordinary kernel."""
    _die_with(parent)
    os.setsid()  # a group of its own: signals reach what the notebook starts, Ctrl-C of the caller does not
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    out = os.open(log, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (0, 1, 2):
        os.dup2(out, descriptor)
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if memory:
        _limit_memory(memory)
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher"]
    quiet = ["--IPKernelApp.log_level=50", "--HistoryManager.enabled=False"]
    IPKernelApp.launch_instance(["-f", connection_file, *quiet])


class _Forked(LocalProvisioner):
    """A kernel process from the fork server, in the place of one from subprocess."""

    log_file: Path
    memory: int | None = None
    exitcode: int | None = None

    async def launch_kernel(self, cmd, **options):
        arguments = (
            self.parent.connection_file,
            str(options.get("cwd") or os.getcwd()),
            options["env"],
            str(self.log_file),
            self.memory,
            multiprocessing.forkserver._forkserver._forkserver_pid,
        )
        with _guard, _as_a_plain_parent():
            self.process = _context().Process(target=_serve, args=arguments, daemon=True)
            self.process.start()
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def poll(self) -> int | None:
        if self.process:
            self.exitcode = self.process.exitcode
        return self.exitcode if self.process else 0

    async def wait(self) -> int | None:
        while self.process and await self.poll() is None:
            await asyncio.sleep(0.005)
        if self.process:
            self.process.join()
            self.process.close()
            self.process = None
        return self.exitcode

    async def send_signal(self, signum: int) -> None:
        try:
            os.killpg(self.pgid, signum)
        except ProcessLookupError:
            if self.process and self.process.is_alive():  # it has not yet made its group
                os.kill(self.pid, signum)


class _Client(AsyncKernelClient):
    """A client that is ready when the kernel says so, without polling: first its welcome, then its answer."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        end = time.monotonic() + (timeout or 60)
        self.kernel_info()
        for channel, kind in ((self.iopub_channel, "iopub_welcome"), (self.shell_channel, "kernel_info_reply")):
            message = {"msg_type": None}
            while message["msg_type"] != kind:
                try:
                    message = await channel.get_msg(timeout=0.5)
                except Empty:
                    if not await self.parent._async_is_alive():
                        raise RuntimeError("the kernel died before it was ready") from None
                    if time.monotonic() > end:
                        raise RuntimeError(f"the kernel was not ready within {timeout:g} s") from None
        self._handle_kernel_info_reply(message)


class _Tidy(AsyncKernelManager):
    """A manager that closes the channels of its clients, which nbclient leaves open where the kernel is not its own."""

    def __init__(self, **options):
        super().__init__(**options)
        self.clients = []

    def client(self, **options):
        self.clients.append(super().client(**options))
        return self.clients[-1]

    def end(self) -> None:
        """Kill the kernel and all it started, close every channel."""
        run_sync(self.shutdown_kernel)(now=True)
        for client in self.clients:
            client.stop_channels()


class _Manager(_Tidy):
    """A manager whose kernel is forked; it talks over sockets in a folder of its own, so no two share a port."""

    def __init__(self, folder: Path, memory: int | None):
        super().__init__(
            kernel_name=KERNEL, transport="ipc", ip=str(folder / "s"), connection_file=str(folder / "kernel.json")
        )
        self.client_factory = _Client
        self._forked = folder, memory

    async def _async_pre_start_kernel(self, **options):
        folder, memory = self._forked
        self.kernel_id = folder.name
        self.provisioner = _Forked(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        self.provisioner.log_file, self.provisioner.memory = folder / "kernel.log", memory
        options = await self.provisioner.pre_launch(**options)
        return options.pop("cmd"), options


@contextmanager
def kernel(cwd: Path, memory: int | None = None) -> Iterator[AsyncKernelManager]:
    """A started kernel in a process of its own; it and all it started are gone afterwards.

    Args:
        cwd: Its working folder.
        memory: How many bytes it may take beyond what it was forked with; only forked kernels keep it.

    Raises:
        KernelError: It did not start.
    """
    prepare()
    folder = Path(tempfile.mkdtemp(prefix="cds-"))
    try:
        manager = (
            _Manager(folder, memory)
            if CAN_FORK
            else _Tidy(kernel_name=KERNEL, connection_file=str(folder / "kernel.json"))
        )
        try:
            with _guard:  # `prepare` sets variables of its own for a moment
                env = {**os.environ, "CDS_HOME": str(paths.root())}
            run_sync(manager.start_kernel)(cwd=str(cwd), env=env)
        except (OSError, EOFError, RuntimeError) as error:
            raise KernelError(f"no kernel could be started: {error or type(error).__name__}") from error
        _live.add(manager)
        try:
            yield manager
        finally:
            _live.discard(manager)
            manager.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def death(manager: AsyncKernelManager) -> str:
    """How the kernel of a manager ended, in words."""
    code = getattr(manager.provisioner, "exitcode", None)
    if code is None:
        return "without an exit code"
    if code >= 0:
        return f"exit code {code}"
    hint = "; often the system is out of memory" if code == -signal.SIGKILL else ""
    return f"killed by {signal.Signals(-code).name}{hint}"


def kill(manager: AsyncKernelManager) -> None:
    """Kill a kernel and all it started, from any thread."""
    if (pid := getattr(manager.provisioner, "pid", None)) and CAN_FORK:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    elif (process := getattr(manager.provisioner, "process", None)) is not None:
        process.kill()


def kill_all() -> None:
    """Kill every kernel of this process."""
    for manager in list(_live):
        kill(manager)
