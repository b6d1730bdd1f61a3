"""Media that means harm (errors-and-faults T06, T07), made here byte by byte: no file of anybody's is kept.

`HARM` maps a name to its kind and to a maker, which gets the bytes of good files by format.
"""

import gzip
import struct
import zlib
from collections.abc import Callable, Mapping

Good = Mapping[str, bytes]
Maker = Callable[[Good], bytes]

PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n"
SDP = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 45678 RTP/AVP 96\r\n"
MOST = 2**31 - 1


def be(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def le(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


# --- pictures


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return be(len(data)) + kind + data + be(zlib.crc32(kind + data))


def png(width: int, height: int, pixels: bytes = b"", *more: bytes, depth: int = 8, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = png_chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + b"".join(more) + data + png_chunk(b"IEND", b"")


def _bits(side: int) -> bytes:
    """A whole image of one bit a pixel: 36 megapixels in 5 kB, 169 in 21 kB."""
    return png(side, side, bytes((side // 8 + 1) * side), depth=1, colour=0)


def gif(*frames: bytes, size: tuple[int, int] = (320, 320)) -> bytes:
    head = b"GIF89a" + struct.pack("<HH", *size) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
    return head + b"".join(frames) + b";"


def gif_frame(width: int, height: int, data: bytes = b"\x02\x02\x44\x01\0") -> bytes:
    return b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + data


def riff(kind: bytes, *chunks: bytes) -> bytes:
    body = kind + b"".join(chunks)
    return b"RIFF" + le(len(body)) + body


def chunk(kind: bytes, data: bytes, size: int | None = None) -> bytes:
    return kind + le(len(data) if size is None else size) + data + b"\0" * (len(data) % 2)


def webp_canvas(width: int, height: int, flags: int = 2) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return chunk(b"VP8X", bytes([flags, 0, 0, 0]) + sizes)


def webp_frames(count: int) -> bytes:
    frame = chunk(b"ANMF", bytes(16) + chunk(b"VP8L", b"\x2f\0\0\0\0\x88\x88\x08"))
    return riff(b"WEBP", webp_canvas(400, 400), chunk(b"ANIM", bytes(6)), frame * count)


def tiff(*tags: tuple[int, int, int, int], following: int = 0, rest: bytes = b"") -> bytes:
    entries = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return b"II*\0" + le(8) + struct.pack("<H", len(tags)) + entries + le(following) + rest


def tiff_picture(
    width: int, height: int, compression: int = 1, *, following: int = 0, rest: bytes = b""
) -> bytes:
    start, length = 8 + 2 + 12 * 9 + 4, len(rest) or MOST
    tags = (
        *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, compression), (262, 3, 1, 1)),
        *((273, 4, 1, start), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, length)),
    )
    return tiff(*tags, following=following, rest=rest)


def tiff_chain(count: int) -> bytes:
    """So many pictures in one file, each of one pixel."""
    one = struct.pack("<H", 1) + struct.pack("<HHII", 256, 4, 1, 1)
    size = len(one) + 4
    return b"II*\0" + le(8) + b"".join(one + le(8 + size * (n + 1)) for n in range(count - 1)) + one + le(0)


def bmp(width: int, height: int, compression: int = 0, data: bytes = b"") -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, compression, len(data), 0, 0, 256, 0)
    return b"BM" + le(54 + 1024 + len(data), 0, 54 + 1024) + header + bytes(1024) + data


def jpeg_as(good: bytes, width: int, height: int) -> bytes:
    at = good.index(b"\xff\xc0") + 5
    return good[:at] + struct.pack(">HH", height, width) + good[at + 4 :]


def jpeg_with(good: bytes, kind: int, data: bytes, times: int = 1) -> bytes:
    segment = bytes([0xFF, kind]) + struct.pack(">H", len(data) + 2) + data
    return good[:2] + segment * times + good[2:]


def jpeg_scans(good: bytes, times: int) -> bytes:
    at = good.index(b"\xff\xda")
    return good[:-2] + good[at:-2] * times + b"\xff\xd9"


EXIF_LOOP = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x8769, 4, 1, 8) + le(8)


def png_with(kind: bytes, data: bytes, times: int = 1) -> bytes:
    return png(400, 400, bytes(1201 * 400), png_chunk(kind, data) * times)


BOMB = zlib.compress(bytes(2**26), 9)

# --- boxes


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return be(8 + len(body)) + kind + body


MP4 = box(b"ftyp", b"isom", be(0), b"isommp41")
HEIC = box(b"ftyp", b"heic", be(0), b"mif1heic")


def nested(kind: bytes, depth: int, inside: bytes = b"") -> bytes:
    for _ in range(depth):
        inside = box(kind, inside)
    return inside


def patched(good: bytes, kind: bytes, skip: int, data: bytes) -> bytes:
    """The file with `data` written `skip` bytes behind the name of its first such box."""
    at = good.index(kind) + 4 + skip
    return good[:at] + data + good[at + len(data) :]


def outside(good: bytes) -> bytes:
    """The samples are said to be in another file (the self-contained flag is taken away)."""
    at = good.index(b"url ", good.index(b"dref"))
    return good[: at + 4] + be(0) + good[at + 8 :]


def reference(url: bytes) -> bytes:
    """A QuickTime reference movie: the film is elsewhere."""
    rdrf = box(b"rdrf", be(0), b"url ", be(len(url)), url)
    return box(b"ftyp", b"qt  ", be(0), b"qt  ") + box(b"moov", box(b"rmra", box(b"rmda", rdrf)))


def packed_moov(size: int) -> bytes:
    """A header compressed with zlib, which the reader inflates by itself."""
    data = box(b"cmvd", be(size), zlib.compress(bytes(size), 9))
    return MP4 + box(b"moov", box(b"cmov", box(b"dcom", b"zlib"), data))


def tracks(good: bytes, count: int) -> bytes:
    """The same track so many times."""
    at = good.index(b"trak") - 4
    track = good[at : at + int.from_bytes(good[at : at + 4], "big")]
    moov = good.index(b"moov") - 4
    size = int.from_bytes(good[moov : moov + 4], "big") + len(track) * count
    return good[:moov] + be(size) + good[moov + 4 : at] + track * count + good[at:]


def fragments(count: int) -> bytes:
    run = box(b"trun", be(0x00000001), be(MOST), be(8))
    part = box(b"moof", box(b"mfhd", be(0, 1)), box(b"traf", box(b"tfhd", be(0, 1)), run))
    return MP4 + box(b"moov", box(b"mvhd", bytes(100))) + part * count


def grid(rows: int, columns: int) -> bytes:
    """A HEIC picture that says it is put together from rows × columns others."""
    item = box(b"infe", be(0x02000000), struct.pack(">HH", 1, 0), b"grid", b"\0")
    items = box(b"iinf", be(0), struct.pack(">H", 1), item)
    place = struct.pack(">BBHHHHHII", 0x44, 0, 1, 1, 0, 0, 1, 16, 8)
    cells = box(b"idat", struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, 65535, 65535))
    meta = box(
        b"meta", be(0), box(b"hdlr", be(0, 0), b"pict", bytes(13)), box(b"pitm", be(0), b"\0\1"), items,
        box(b"iloc", be(0), place), cells,
    )  # fmt: skip
    return HEIC + meta


# --- sound


def wav(channels: int = 2, rate: int = 48_000, *more: bytes, size: int | None = None) -> bytes:
    bits = 16
    block = channels * bits // 8 & 0xFFFF
    told = struct.pack("<HHIIHH", 1, channels, rate, rate * block & 0xFFFFFFFF, block, bits)
    return riff(b"WAVE", chunk(b"fmt ", told), *more, chunk(b"data", bytes(64), size))


def id3(size: int, *frames: bytes) -> bytes:
    safe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\0\0" + safe + b"".join(frames)


def id3_frame(kind: bytes, data: bytes, flags: int = 0) -> bytes:
    size = bytes(len(data) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return kind + size + struct.pack(">H", flags) + data


def tagged(good: Good, *frames: bytes) -> bytes:
    body = b"".join(frames)
    return id3(len(body), body) + good["mp3"]


HARM: dict[str, tuple[str, Maker]] = {
    # what is no picture, film or sound, and what a reader that guesses would take it for
    "SDP as a film": ("video", lambda _: SDP),
    "SDP behind a film's magic": ("video", lambda _: MP4 + SDP),
    "HLS": ("video", lambda _: PLAYLIST),
    "HLS behind a sound's magic": ("audio", lambda _: b"ID3\x04\0\0\0\0\0\0" + PLAYLIST),
    "concat": ("video", lambda _: b"ffconcat version 1.0\nfile '/etc/passwd'\n"),
    "DASH": ("video", lambda _: b'<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>'),
    "AVI with a playlist": ("video", lambda _: riff(b"AVI ", chunk(b"LIST", b"movi" + PLAYLIST))),
    "ffmetadata": ("video", lambda _: b";FFMETADATA1\ntitle=x\n"),
    "a pattern of images": ("image", lambda _: b"/etc/%03d.png\n"),
    "subtitles": ("video", lambda _: b"1\n00:00:00,000 --> 00:00:01,000\n<img src=http://127.0.0.1/>\n"),
    "Matroska with an attachment": (
        "video",
        lambda _: b"\x1aE\xdf\xa3\x93B\x82\x88matroska\x18S\x80g\xff\x19A\xa4i\x8aa\xa7\x87Fn\x84/etc",
    ),
    "Ogg": ("audio", lambda _: b"OggS\0\2" + bytes(22) + b"\1\x1e\1vorbis" + bytes(23)),
    "SVG": ("image", lambda _: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///x"/></svg>'),
    "EPS": ("image", lambda _: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n"),
    "PDF": ("image", lambda _: b"%PDF-1.7\n1 0 obj<</OpenAction<</S/URI/URI(http://127.0.0.1)>>>>endobj"),
    "PSD": ("image", lambda _: b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 30_000, 30_000, 8, 3)),
    "FITS in gzip": ("image", lambda _: gzip.compress(b"SIMPLE  =                    T" + bytes(10**6))),
    # pixel floods
    "PNG, 36 megapixels in 5 kB": ("image", lambda _: _bits(6000)),
    "PNG, 169 megapixels in 21 kB": ("image", lambda _: _bits(13_000)),
    "PNG, sides of 2^31": ("image", lambda _: png(MOST, MOST)),
    "PNG, one side of nothing": ("image", lambda _: png(0, 500)),
    "PNG with a text bomb": ("image", lambda _: png_with(b"zTXt", b"a\0\0" + BOMB)),
    "PNG with a profile bomb": ("image", lambda _: png_with(b"iCCP", b"a\0\0" + BOMB)),
    "PNG with 50,000 chunks": ("image", lambda _: png_with(b"tEXt", b"a\0b", 50_000)),
    "PNG with a chunk of 2 GB": ("image", lambda _: png(400, 400)[:33] + be(MOST) + b"IDAT" + bytes(99)),
    "APNG of 2^31 frames": ("image", lambda _: png_with(b"acTL", be(MOST, 0))),
    "GIF of 65,535 squared": ("image", lambda _: gif(gif_frame(65_535, 65_535), size=(65_535, 65_535))),
    "GIF of 20,000 frames": ("image", lambda _: gif(*[gif_frame(1, 1)] * 20_000)),
    "GIF of comments": ("image", lambda _: gif(*[b"!\xfe\x01x\0"] * 100_000)),
    "WebP of 16,777,216 squared": ("image", lambda _: riff(b"WEBP", webp_canvas(2**24, 2**24, 0))),
    "WebP of 20,000 frames": ("image", lambda _: webp_frames(20_000)),
    "TIFF that leads back to itself": ("image", lambda _: tiff_picture(400, 400, following=8)),
    "TIFF of 20,000 pictures": ("image", lambda _: tiff_chain(20_000)),
    "TIFF, sides of 2^31": ("image", lambda _: tiff_picture(MOST, MOST)),
    "TIFF with a deflate bomb": (
        "image",
        lambda _: tiff_picture(6000, 6000, 8, rest=zlib.compress(bytes(6000 * 6000), 9)),
    ),
    "TIFF with tags of 16 GB": (
        "image",
        lambda _: tiff((256, 4, 1, 400), (257, 4, 1, 400), (273, 4, MOST, 8)),
    ),
    "BMP, sides of 2^31": ("image", lambda _: bmp(MOST, -MOST - 1)),
    "BMP of repeats": ("image", lambda _: bmp(6000, 6000, 1, b"\xff\0" * 10_000 + b"\0\1")),
    "JPEG of 65,500 squared": ("image", lambda good: jpeg_as(good["jpeg"], 65_500, 65_500)),
    "JPEG of 1,000 scans": ("image", lambda good: jpeg_scans(good["jpeg"], 1000)),
    "JPEG whose EXIF leads back to itself": ("image", lambda good: jpeg_with(good["jpeg"], 0xE1, EXIF_LOOP)),
    "JPEG of 200 profiles": (
        "image",
        lambda good: jpeg_with(good["jpeg"], 0xE2, b"ICC_PROFILE\0\1\xff" + bytes(60_000), 200),
    ),
    "HEIC of 65,536 tiles": ("image", lambda _: grid(256, 256)),
    "HEIC of nested boxes": ("image", lambda _: HEIC + nested(b"meta", 5000)),
    # films that lead elsewhere or nowhere
    "samples in another file": ("video", lambda good: outside(good["mp4"])),
    "a reference to a URL": ("video", lambda _: reference(b"http://127.0.0.1:9/x.mov\0")),
    "a reference to a file": ("video", lambda _: reference(b"file:///etc/passwd\0")),
    "a packed header of 1 GB": ("video", lambda _: packed_moov(2**26).replace(be(2**26), be(2**30), 1)),
    "a packed header of 64 MB": ("video", lambda _: packed_moov(2**26)),
    "boxes of size nothing": ("video", lambda _: MP4 + (be(0) + b"moov") * 1000),
    "a box of 2^63": ("video", lambda _: MP4 + be(1) + b"moov" + b"\x7f" + b"\xff" * 7),
    "boxes 20,000 deep": ("video", lambda _: MP4 + nested(b"moov", 1, nested(b"trak", 20_000))),
    "no header": ("video", lambda good: good["mp4"].replace(b"moov", b"free")),
    "a film cut off": ("video", lambda good: good["mp4"][: len(good["mp4"]) // 2]),
    "3,000 tracks": ("video", lambda good: tracks(good["silent"], 3000)),
    "fragments of 2^31 samples": ("video", lambda _: fragments(2000)),
    "a time scale of nothing": ("video", lambda good: patched(good["mp4"], b"mdhd", 12, be(0))),
    "a length below nothing": ("video", lambda good: patched(good["mp4"], b"mdhd", 16, be(0xFFFFFFF0))),
    "pictures of 65,535 squared": ("video", lambda good: patched(good["mp4"], b"avc1", 24, b"\xff" * 4)),
    "2^31 samples": ("video", lambda good: patched(good["mp4"], b"stsz", 8, be(MOST))),
    "2^31 times": ("video", lambda good: patched(good["mp4"], b"stts", 4, be(MOST))),
    "chunks beyond the end": ("video", lambda good: patched(good["mp4"], b"stco", 8, be(0xFFFFFFFF))),
    "a parameter set of noise": ("video", lambda good: patched(good["mp4"], b"avcC", 6, b"\xff" * 24)),
    "hevc parameters of noise": ("video", lambda good: patched(good["hevc"], b"hvcC", 22, b"\xff" * 24)),
    # sound
    "WAV of 4 GB": ("audio", lambda _: wav(size=0xFFFFFFFF)),
    "WAV of 65,535 channels": ("audio", lambda _: wav(65_535)),
    "WAV at no rate": ("audio", lambda _: wav(rate=0)),
    "WAV at 4 GHz": ("audio", lambda _: wav(rate=0xFFFFFFFF)),
    "WAV of 50,000 lists": ("audio", lambda _: wav(2, 48_000, chunk(b"LIST", b"INFO") * 50_000)),
    "WAV in a WAV without end": ("audio", lambda _: wav(2, 48_000, chunk(b"LIST", b"adtl", 0xFFFFFFFF))),
    "a tag of 256 MB": ("audio", lambda good: id3(2**28 - 1) + good["mp3"]),
    "a tag of 100,000 frames": ("audio", lambda good: tagged(good, id3_frame(b"TXXX", b"\0a\0b") * 100_000)),
    "a cover at a URL": (
        "audio",
        lambda good: tagged(good, id3_frame(b"APIC", b"\0-->\0\3\0http://127.0.0.1:9/")),
    ),
    "a packed tag": (
        "audio",
        lambda good: tagged(good, id3_frame(b"TIT2", be(2**26) + zlib.compress(bytes(2**24), 9), 0x0009)),
    ),
    "a cover that is a flood": (
        "audio",
        lambda good: tagged(good, id3_frame(b"APIC", b"\0image/png\0\3\0" + _bits(6000))),
    ),
}  # fmt: skip
