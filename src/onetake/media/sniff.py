"""What a file is, by its first bytes alone. No library guesses: a guess is how FFmpeg comes to open sockets.

A 104-byte SDP text given to a guessing FFmpeg bound a UDP port (errors-and-faults rule 10), so the format
decided here is the only one that the decoder is then allowed to try.
"""

from dataclasses import dataclass

HEAD = 4096
"""Bytes that `sniff` wants to see."""


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted format. `reader` is the exact Pillow format or FFmpeg demuxer that may open it."""

    name: str
    kind: str
    mime: str
    reader: str


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        # contract §1.6
        Format("jpeg", "image", "image/jpeg", "JPEG"),
        Format("png", "image", "image/png", "PNG"),
        Format("webp", "image", "image/webp", "WEBP"),
        Format("bmp", "image", "image/bmp", "BMP"),
        Format("tiff", "image", "image/tiff", "TIFF"),
        Format("gif", "image", "image/gif", "GIF"),
        Format("heic", "image", "image/heic", "HEIF"),
        Format("heif", "image", "image/heif", "HEIF"),
        Format("mp4", "video", "video/mp4", "mov"),
        Format("mov", "video", "video/quicktime", "mov"),
        Format("wav", "audio", "audio/wav", "wav"),
        Format("mp3", "audio", "audio/mpeg", "mp3"),
    )
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"ID3", "mp3"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_HEIF_BRANDS = {b"mif1", b"msf1", b"hevc", b"hevx"}
_MP4_BRANDS = {
    *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9"),
    *(b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"hvc1"),
}
# They name our brands as compatible, and are something else.
_NOT_OURS = {b"avif", b"avis", b"M4A ", b"crx "}
# QuickTime files older than `ftyp` start with one of these.
_OLD_MOV = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"#EXTM3U", "an HLS playlist"),
    (b"ffconcat", "a concat script"),
    (b"v=0", "an SDP text"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"8BPS", "PSD"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "ZIP"),
    (b"SIMPLE  =", "FITS"),
    (b"\x1aE\xdf\xa3", "WebM or Matroska"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"FLV", "Flash video"),
    (b"FORM", "AIFF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\xff\xf1", "AAC"),
    (b"\xff\xf9", "AAC"),
    (b"<", "HTML, SVG or another XML text"),
)


def sniff(head: bytes) -> Format | None:
    """Return the format that the first bytes of a file spell (`HEAD` of them, or fewer), or None."""
    name = _by_magic(head) or _by_riff(head) or _by_box(head) or _by_structure(head)
    return FORMATS[name] if name else None


def describe(head: bytes) -> str:
    """Name what a refused file looks like, for the message to its owner."""
    if not head:
        return "an empty file"
    if known := sniff(head):
        return known.name
    if head[:4] == b"RIFF":
        return "AVI" if head[8:12] == b"AVI " else "an unknown RIFF file"
    if head[4:8] == b"ftyp":
        return {b"avif": "AVIF", b"avis": "AVIF", b"M4A ": "M4A"}.get(head[8:12], "an unknown MP4 variant")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((what for magic, what in _REFUSED if text.startswith(magic)), "an unknown format")


def _by_magic(head: bytes) -> str | None:
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def _by_riff(head: bytes) -> str | None:
    return _RIFF.get(head[8:12]) if head[:4] == b"RIFF" else None


def _by_box(head: bytes) -> str | None:
    """ISO base media: the major brand decides, then the compatible brands in the file's own order."""
    if head[4:8] in _OLD_MOV:
        return "mov"
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12]] + [head[at : at + 4] for at in range(16, size - 3, 4)]
    if brands[0] in _NOT_OURS:
        return None
    return next((name for brand in brands if (name := _brand(brand))), None)


def _brand(brand: bytes) -> str | None:
    if brand in _HEIC_BRANDS:
        return "heic"
    if brand in _HEIF_BRANDS:
        return "heif"
    if brand == b"qt  ":
        return "mov"
    return "mp4" if brand in _MP4_BRANDS else None


def _by_structure(head: bytes) -> str | None:
    """BMP and bare MP3 have short magics, so more of their headers must make sense."""
    if (
        head[:2] == b"BM"
        and len(head) >= 26
        and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    ):
        return "bmp"
    if len(head) >= 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # MPEG sync, layer III
        bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
        version = head[1] >> 3 & 3
        if version != 1 and bitrate not in (0, 15) and rate != 3:
            return "mp3"
    return None
