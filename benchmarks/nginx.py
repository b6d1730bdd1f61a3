"""A file server to compare with: nginx with sendfile where it is installed, else Python's own sendfile.

python -m benchmarks.nginx FOLDER PORT      the fallback
"""

import asyncio
import os
import re
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks.processes import Process, free_port

CONFIG = """worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr crit; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {served}; }}
}}
"""


def file_server(stack: ExitStack, folder: Path, served: Path) -> tuple[str, Process, int]:
    """(name, process, port) of a server of the files in `served`, which has an `index.html`."""
    port = free_port()
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx:
        config = folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        config.write_text(CONFIG.format(folder=folder, port=port, served=served, user=user))
        command = [nginx, "-c", str(config), "-e", "stderr"]
    else:
        command = [sys.executable, "-m", "benchmarks.nginx", str(served), str(port)]
    process = stack.enter_context(Process(command, folder))
    process.wait_ready(port, "/index.html")
    return ("nginx" if nginx else "python sendfile"), process, port


async def _connection(served: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    try:
        while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
            with (served / Path(head.split()[1]).name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                told = re.search(r"(?i)range: bytes=(\d+)-(\d+)", head)
                first, last = (int(told[1]), int(told[2])) if told else (0, size - 1)
                status = (
                    f"206 Partial Content\r\nContent-Range: bytes {first}-{last}/{size}" if told else "200 OK"
                )
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {last - first + 1}\r\n\r\n".encode())
                await writer.drain()
                await loop.sendfile(writer.transport, file, first, last - first + 1)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    served, port = Path(sys.argv[1]), int(sys.argv[2])
    server = await asyncio.start_server(lambda r, w: _connection(served, r, w), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
