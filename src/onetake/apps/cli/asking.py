"""The options that describe a video, shared by `generate`, `estimate` and `lint`."""

import sys
from collections.abc import Callable
from typing import Any

import click

from onetake._sdk.inputs import SCHEMES
from onetake.core.request import Media


class Seconds(click.ParamType):
    """Whole seconds, or `auto`."""

    name = "N|auto"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        if value == "auto" or isinstance(value, int):
            return value
        try:
            return int(value)
        except ValueError:
            return self.fail(f"{value!r} is neither a whole number nor auto", param, ctx)


OPTIONS = (
    click.option(
        "--image", metavar="FILE", multiple=True, help="Reference image; a lone one is the first frame."
    ),
    click.option("--first-frame", metavar="FILE", help="Image that the video starts on."),
    click.option("--last-frame", metavar="FILE", help="Image that the video ends on; needs --first-frame."),
    click.option("--video", metavar="FILE", multiple=True, help="Reference video."),
    click.option("--audio", metavar="FILE", multiple=True, help="Reference audio."),
    click.option("--model", help="standard, fast, mini or a model id."),
    click.option("--duration", type=Seconds(), help="Seconds of video, or auto."),
    click.option("--resolution", help="480p, 720p or 1080p."),
    click.option("--ratio", help="16:9, 4:3, 1:1, 3:4, 9:16, 21:9 or adaptive."),
    click.option("--seed", type=int, help="Same seed, same video, where the backend can."),
    click.option("--no-audio", is_flag=True, help="Without a sound track."),
    click.option("--watermark", is_flag=True, help="With a watermark."),
    click.option("--repair", is_flag=True, help="Mend input files that do not meet the limits."),
    click.option("--route", help="Where it should be made."),
)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """PROMPT and all of the above; `asked` reads them."""
    for option in reversed(OPTIONS):
        command = option(command)
    return click.argument("prompt", default="")(command)


def asked(
    *,
    prompt: str,
    image: tuple[str, ...],
    first_frame: str | None,
    last_frame: str | None,
    video: tuple[str, ...],
    audio: tuple[str, ...],
    no_audio: bool,
    watermark: bool,
    repair: bool = False,
    **plain: Any,
) -> dict[str, Any]:
    """The arguments of `videos.generate` that a command line says; `-` is the prompt on standard input.

    Raises click.BadParameter for a prompt that is no text.
    """
    if prompt == "-":
        prompt = sys.stdin.read().strip()
    if any("\ud800" <= letter <= "\udfff" for letter in prompt):  # how Python keeps bytes that are no UTF-8
        raise click.BadParameter("the prompt is not UTF-8 text", param_hint="PROMPT")
    if len(image) == 1 and not (first_frame or last_frame or video or audio):
        first_frame, image = image[0], ()  # a lone image without a role is the first frame (contract §1.5)
    said = {name: value for name, value in plain.items() if value is not None}
    said.update(prompt=prompt, first_frame=first_frame, last_frame=last_frame)
    kinds = (("image", image), ("video", video), ("audio", audio))
    said["references"] = [_reference(kind, file) for kind, files in kinds for file in files]
    if no_audio:
        said["generate_audio"] = False
    if repair:
        said["repair"] = True
    if watermark:
        said["watermark"] = True
    return said


def _reference(kind: Any, source: str) -> Any:
    # The option says what a URL alone does not; of a file, its own first bytes do.
    return Media(kind, "reference", source) if source.startswith(SCHEMES) else source
