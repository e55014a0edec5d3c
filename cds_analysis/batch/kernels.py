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
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty

import psutil
from jupyter_client import AsyncKernelManager
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from jupyter_core.utils import run_sync

from .. import paths
from ..errors import CdsError
from ..shown import SESSION
from . import warm

CAN_FORK = sys.platform == "linux"
KERNEL = "python3"
STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
LAUNCH = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
OF_A_USER = ("PYTHONSTARTUP", "MPLBACKEND", SESSION)  # variables by which a user's settings would reach a notebook
LONGEST = 70  # letters of a folder for temporary files: the name of a socket in it has no more than 107
_live: set[AsyncKernelManager] = set()
_guard, _ended = threading.Lock(), threading.Event()


class KernelError(CdsError):
    """A kernel that did not start, or died: a fault of the machine, not of the notebook."""


def prepare(data_dir: Path | None = None) -> bool:
    """Start the process that kernels are forked from, reading the data ahead; False where there is none to be had.

    Once it runs nothing is done; `kernel` calls this too. What stops a program is for the caller alone, who ends it.

    Raises:
        KernelError: There is no place for temporary files.
    """
    if CAN_FORK:
        with _guard, _told():
            if len(os.fsencode(tempfile.gettempdir())) > LONGEST:
                tempfile.tempdir = "/tmp"
            os.environ[warm.DATA], before = str(data_dir or ""), signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
            try:
                multiprocessing.set_forkserver_preload(["cds_analysis.batch.warm"])
                multiprocessing.forkserver.ensure_running()
            finally:
                del os.environ[warm.DATA]
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return CAN_FORK


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong while a kernel starts, in words."""
    try:
        yield
    except (OSError, EOFError, RuntimeError) as error:
        remedy = f"if {tempfile.tempdir or 'their folder'} has no room for temporary files, set TMPDIR to another"
        raise KernelError(f"no kernel could be started: {error or type(error).__name__}; {remedy}") from error


@contextmanager
def _as_a_plain_parent() -> Iterator[None]:
    """Start a process without two habits of multiprocessing that do not suit kernels.

    It would run the calling program once more in each of them, to find its functions; and it forbids children to
    processes that are themselves children, as the workers of a Dask cluster are.
    """
    main, config = sys.modules["__main__"], multiprocessing.current_process()._config
    daemon = config.get("daemon", False)
    sys.modules["__main__"], config["daemon"] = types.ModuleType("__main__"), False
    try:
        yield
    finally:
        sys.modules["__main__"], config["daemon"] = main, daemon


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
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what a notebook detached stays below it


def _serve(connection_file: str, cwd: str, env: dict[str, str], memory: int, parent: int) -> None:
    """The forked process: leave everything of the parent behind, then be an ordinary kernel."""
    import resource

    import numpy
    from ipykernel.kernelapp import IPKernelApp

    _die_with(parent)
    os.setsid()  # a group of its own: signals reach what the notebook starts, Ctrl-C of the caller does not
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    multiprocessing.current_process()._config |= {"daemon": False, "tempdir": None}  # a notebook may have a pool,
    multiprocessing.set_start_method(None, force=True)  # made as in an ordinary kernel
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    log = os.open(Path(connection_file).with_name("kernel.log"), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (0, 1, 2):
        os.dup2(log, descriptor)
    random.seed()
    numpy.random.seed()
    if memory:  # beyond what it shares with the process it was forked from
        with open("/proc/self/status", encoding="ascii") as status:
            memory += next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    sys.argv = ["ipykernel_launcher"]
    quiet = ["--IPKernelApp.log_level=50", "--HistoryManager.enabled=False"]
    IPKernelApp.launch_instance(["-f", connection_file, *quiet])


def _kill_below(pid: int) -> None:
    """Kill all that a process started, in whatever group it is, while the process itself stands still."""
    for _ in range(100):  # one may just have been starting another
        with suppress(psutil.Error):
            (process := psutil.Process(pid)).suspend()
            found = [child for child in process.children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE]
            for child in found:
                child.kill()
            if not found:
                break


class _Forked(LocalProvisioner):
    """A kernel process from the fork server, in the place of one from subprocess."""

    async def launch_kernel(self, cmd, *, cwd, env, **options):
        server = multiprocessing.forkserver._forkserver._forkserver_pid
        arguments = (self.parent.connection_file, cwd, env, self.parent.memory, server)
        with _guard, _as_a_plain_parent():
            context = multiprocessing.get_context("forkserver")
            self.process = context.Process(target=_serve, args=arguments, daemon=True)
            self.process.start()
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def poll(self) -> int | None:
        return self.process.exitcode if self.process else 0

    async def wait(self) -> None:
        while await self.poll() is None:
            await asyncio.sleep(0.005)
        if self.process:
            self.process.join()
            self.process.close()
            self.process = None

    async def send_signal(self, signum: int) -> None:
        if signum == signal.SIGKILL and self.process and self.process.is_alive():
            _kill_below(self.pid)
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
                        full = shutil.disk_usage(tempfile.gettempdir()).free < 1 << 20
                        why = f": {tempfile.gettempdir()} is full; free it or set TMPDIR" if full else ""
                        raise RuntimeError(f"the kernel died before it was ready{why}") from None
                    if time.monotonic() > end:
                        raise RuntimeError(f"the kernel was not ready within {timeout:g} s") from None
        self._handle_kernel_info_reply(message)


class _Manager(AsyncKernelManager):
    """A manager whose kernel is forked if it can be, and then talks over sockets in a folder: no two share a port."""

    def __init__(self, folder: Path, memory: int):
        sockets = {"transport": "ipc", "ip": str(folder / "s"), "kernel_id": folder.name} if CAN_FORK else {}
        super().__init__(kernel_name=KERNEL, connection_file=str(folder / "kernel.json"), **sockets)
        self.clients, self.memory, self.stopped = [], memory, False
        self._kernel_spec = KernelSpec(argv=LAUNCH, language="python")  # never one that a user put in its place
        if CAN_FORK:
            self.client_factory = _Client
            self.provisioner = _Forked(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)

    def client(self, **options):
        self.clients.append(super().client(**options))
        return self.clients[-1]

    def kill(self) -> None:
        """Kill the kernel and all it started, from any thread."""
        run_sync(self.provisioner.kill)()

    def stop(self) -> None:
        """Kill a kernel that ran too long."""
        self.stopped = True
        self.kill()

    def end(self) -> None:
        """Kill the kernel; close every channel, which nbclient leaves to whose the kernel is."""
        run_sync(self.shutdown_kernel)(now=True)
        for client in self.clients:
            client.stop_channels()

    def death(self) -> str:
        """How the kernel ended, in words."""
        code = run_sync(self.provisioner.poll)()
        if code is None:
            return "without an exit code"
        if code >= 0:
            return f"exit code {code}"
        hint = "; often the system is out of memory" if code == -signal.SIGKILL else ""
        return f"killed by {signal.Signals(-code).name}{hint}"


@contextmanager
def kernel(cwd: Path, memory: int = 0, seconds: float = 0) -> Iterator[_Manager]:
    """A started kernel in a process of its own; it and all it started are gone afterwards.

    Args:
        cwd: Its working folder.
        memory: How many bytes it may take beyond what it was forked with; only forked kernels keep it. 0 is no limit.
        seconds: How long it may live; 0 is no limit.

    Raises:
        KernelError: It did not start.
    """
    prepare()
    if _ended.is_set():
        raise KernelError("no kernel could be started: the batch was stopped")
    with _guard, _told():  # `prepare` sets a variable of its own for a moment
        scratch = tempfile.TemporaryDirectory(prefix="cds-", ignore_cleanup_errors=True)
        env = {name: value for name, value in os.environ.items() if name not in OF_A_USER}
    with scratch as folder:
        env |= {"CDS_HOME": str(paths.root()), "IPYTHONDIR": str(Path(folder) / "ipython"), "MATPLOTLIBRC": os.devnull}
        manager = _Manager(Path(folder), memory)
        with _told():
            run_sync(manager.start_kernel)(cwd=str(cwd), env=env)
        _live.add(manager)
        if _ended.is_set():
            manager.kill()
        timer = threading.Timer(seconds, manager.stop)
        timer.daemon = True
        if seconds:
            timer.start()
        try:
            yield manager
        finally:
            timer.cancel()
            _live.discard(manager)
            manager.end()


def reopen() -> None:
    """Kernels may start again."""
    _ended.clear()


def kill_all() -> None:
    """Kill every kernel of this process, also one that is just starting; none starts until `reopen`."""
    _ended.set()
    for manager in list(_live):
        manager.kill()
