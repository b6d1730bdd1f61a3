"""What first bytes mean; nothing is guessed from a name or by a library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.media.sniff import FORMATS, describe, sniff

FTYP = b"\0\0\0\x20ftyp"
SPELLED = [
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(12), "bmp"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
    (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
    (b"ID3\x04", "mp3"),
    (b"\xff\xfb\x90\x00", "mp3"),
    (b"\xff\xf3\x40\xc0", "mp3"),
    (FTYP + b"isom\0\0\2\0isomiso2avc1mp41", "mp4"),
    (FTYP + b"mp42\0\0\0\0mp42isom", "mp4"),
    (FTYP + b"XAVC\0\0\0\0XAVCmp42iso2", "mp4"),
    (FTYP + b"qt  \0\0\0\0qt  ", "mov"),
    (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
    (b"\0\0\1\0moov", "mov"),
    (FTYP + b"heic\0\0\0\0mif1heic", "heic"),
    (FTYP + b"mif1\0\0\0\0mif1heix", "heif"),
]
REFUSED = [
    (b"", "an empty file"),
    (b"\0", "an unknown format"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'>", "HTML, SVG or another XML text"),
    (b"\xef\xbb\xbf\n<?xml version='1.0'?><MPD>", "HTML, SVG or another XML text"),
    (b"<!DOCTYPE html>", "HTML, SVG or another XML text"),
    (b"#EXTM3U\nhttp://127.0.0.1/", "an HLS playlist"),
    (b"ffconcat version 1.0\nfile /etc/passwd", "a concat script"),
    (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1", "an SDP text"),
    (b"RIFF\0\0\0\0AVI LIST", "AVI"),
    (b"RIFF\0\0\0\0ACON", "an unknown RIFF file"),
    (b"\x1f\x8b\x08\0", "gzip"),
    (b"SIMPLE  =                    T", "FITS"),
    (b"8BPS\0\1", "PSD"),
    (b"%!PS-Adobe", "PostScript"),
    (b"%PDF-1.7", "PDF"),
    (b"PK\3\4", "ZIP"),
    (b"\x1aE\xdf\xa3", "WebM or Matroska"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"\xff\xf1\x50\x80", "AAC"),
    (FTYP + b"avif\0\0\0\0avifmif1", "AVIF"),
    (FTYP + b"M4A \0\0\0\0M4A mp42isom", "M4A"),
    (FTYP + b"crx \0\0\0\0crx ", "an unknown MP4 variant"),
    (b"BM" + bytes(40), "an unknown format"),
    (b"\xff\xfb\xf0\x00", "an unknown format"),
]


@pytest.mark.parametrize(("head", "name"), SPELLED)
def test_spelled(head: bytes, name: str) -> None:
    found = sniff(head)
    assert found is FORMATS[name]
    assert describe(head) == name


@pytest.mark.parametrize(("head", "what"), REFUSED)
def test_refused_and_named(head: bytes, what: str) -> None:
    assert sniff(head) is None
    assert describe(head) == what


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(head: bytes) -> None:
    assert describe(head)
    assert sniff(head) is None or sniff(head) in FORMATS.values()
