"""The settings there are: one row each, with type, default and a sentence for the reference."""

from dataclasses import dataclass
from typing import Any

from onetake.core.fitting import ADAPTABLE


@dataclass(frozen=True, slots=True)
class Setting:
    """One name of the file (`section.name`), its type and default, and one sentence for the reference."""

    name: str
    kind: type
    default: Any
    about: str
    least: float = 0.0
    """Of a number: what would stop the worker, or prove an absence that is none, is refused at start."""

    @property
    def variable(self) -> str:
        return "ONETAKE_" + self.name.upper().replace(".", "_")


SETTINGS = (
    Setting("server.host", str, "127.0.0.1", "Address to listen on."),
    Setting("server.port", int, 8787, "Port to listen on; 0 takes a free one."),
    Setting("server.public_url", str, "", "Our origin as customers see it; empty: http://HOST:PORT."),
    Setting("server.tls", bool, False, "Serve https, with a certificate of our own (docs/how-to/tls.md)."),
    Setting(
        "server.tls_cert", str, "", "Serve https with this certificate (PEM, its chain after it) instead."
    ),
    Setting("server.tls_key", str, "", "The key of server.tls_cert (PEM, no password)."),
    Setting(
        "server.allowed_hosts",
        list,
        [],
        "Host headers that are served; empty: on loopback its own names and that of public_url, else all.",
    ),
    Setting(
        "server.cors_origins",
        list,
        [],
        "Origins of pages that may call this server from a browser, like https://app.example.com.",
    ),
    Setting("server.most_connections", int, 10_000, "Connections at a time, as far as there are files.", 1),
    Setting(
        "server.most_per_address",
        int,
        1000,
        "Of those, from one address; 0: no limit, for a proxy before us that has all of them.",
    ),
    Setting(
        "server.disk_full",
        float,
        0.9,
        "Used share of the disk above which nothing new is taken in; 10 GiB free are always enough.",
    ),
    Setting("server.probe_wait", float, 5.0, "Seconds that a create waits for URL media before it answers."),
    Setting(
        "server.most_open", int, 0, "Most open tasks of the whole server, those in line too; 0: no limit."
    ),
    Setting(
        "server.unknown_per_minute",
        float,
        600.0,
        "Requests a minute of one address that has no valid key, before it is told to wait; 0: no limit.",
    ),
    Setting("policy.order", list, ["animatic"], "Backends by preference: names of upstreams, or animatic."),
    Setting("policy.animatic_price", str, "free", "free, or documented: charge what the entry route would."),
    Setting(
        "policy.poll_first", float, 5.0, "Seconds to the first look, with a fixed policy.poll_every.", 0.1
    ),
    Setting("policy.poll_every", float, 0.0, "Seconds between two looks at a provider; 0: as was learned."),
    Setting("policy.look_price", float, 0.6, "Seconds of delay that one look at a provider is worth.", 0.01),
    Setting("policy.submit_timeout", float, 30.0, "Seconds to wait for a provider's answer to a create.", 1),
    Setting("policy.absence_after", float, 210.0, "Seconds after a lost create until an empty list counts."),
    Setting("policy.absence_reads", int, 3, "How many complete lists without a task prove its absence.", 1),
    Setting("policy.absence_gap", float, 20.0, "Seconds between two such lists."),
    Setting(
        "policy.adapt",
        list,
        [],
        "Parts of a request that may be changed for a backend that cannot say them, with a note: any of "
        + ", ".join(ADAPTABLE)
        + ".",
    ),
    Setting("policy.failover", bool, False, "Send a task that its backend provably refused to the next one."),
    Setting(
        "policy.hash_end_users",
        bool,
        False,
        "Tell providers of end users by a keyed hash; on Ark a request that names none by its key's.",
    ),
    Setting(
        "policy.repair", bool, False, "Mend input media that do not meet the limits, with a note on the task."
    ),
    Setting(
        "policy.retry_moderated",
        bool,
        False,
        "Make a result that the provider's moderation refused once more, where failed tasks are free.",
    ),
    Setting(
        "policy.quarantine_after",
        int,
        3,
        "Deaths of the process with the same task in hand, after which that task is set apart.",
        1,
    ),
    Setting(
        "policy.strikes",
        int,
        20,
        "Inputs of a key that moderation may refuse within policy.strike_window, before its creates are "
        "refused for the rest of it; 0: no limit.",
    ),
    Setting("policy.strike_window", float, 3600.0, "Seconds within which such refusals count.", 1),
    Setting("policy.most_uploads", int, 2000, "Files that a project may have sent ahead; 0: no limit."),
    Setting(
        "policy.most_upload_bytes",
        int,
        50 * 1024**3,
        "Bytes of all of them and of the inputs of its tasks; 0: no limit.",
    ),
    Setting(
        "policy.looks_by_list", int, 4, "From how many tasks on a provider is asked for many at once.", 1
    ),
    Setting(
        "dialects.movie_http",
        str,
        "strict",
        "Errors of movie: strict (each with its HTTP status) or ok (all with 200, the body's code tells).",
    ),
    Setting("animatic.slots", int, 0, "Renders at a time; 0: one for each processor."),
    Setting("animatic.storyboard", bool, False, "Write shot number, camera move and time over each frame."),
    Setting("animatic.stereo", bool, False, "Two channels of sound; providers give one."),
    Setting(
        "provenance.enabled", bool, True, "Sign what is rendered here: a C2PA manifest in every animatic."
    ),
    Setting(
        "provenance.record",
        bool,
        True,
        "Write the request into every animatic, prompt included, so that it can be asked for again.",
    ),
    Setting(
        "provenance.certificate",
        str,
        "",
        "Sign with this certificate (PEM, its chain after it) instead of this installation's own.",
    ),
    Setting("provenance.key", str, "", "The key of provenance.certificate (PEM, no password)."),
    Setting(
        "sandbox.header",
        str,
        "auto",
        "Whether a header may name a sandbox scenario: on, off, or auto, which is on without upstreams.",
    ),
    Setting(
        "sandbox.chaos", str, "", "Chaos profile or scenario that all creates play; none goes to a provider."
    ),
    Setting("sandbox.seed", int, 0, "What chaos and durations of the sandbox are drawn from."),
    Setting(
        "sandbox.time_factor",
        float,
        0.0,
        "How long sandbox tasks take: 1 as long as the providers document, 0 at once.",
    ),
    Setting(
        "webhooks.long",
        bool,
        False,
        "Repeat messages of every contract as long as our own: ten tries in 75 hours.",
    ),
    Setting(
        "webhooks.origins",
        str,
        "any",
        "Where callbacks may go: any public address, or registered origins only (onetake webhooks register).",
    ),
    Setting(
        "webhooks.per_minute",
        float,
        600.0,
        "Messages a minute to one host, of all projects; two at a time at most. 0: no limit.",
    ),
    Setting(
        "sealing.key_file",
        str,
        "",
        "File with the key that seals providers' credentials: 32 bytes, or 64 hexadecimal digits.",
    ),
    Setting("fetch.ca_file", str, "", "A further certificate authority (PEM) for outgoing TLS."),
    Setting(
        "fetch.allow_input", list, [], "Origins besides public ones for input media: scheme://host:port."
    ),
    Setting("fetch.allow_output", list, [], "The same for finished files of providers."),
    Setting("fetch.allow_callback", list, [], "The same for callback URLs of customers; https only."),
)

SHAPES = {
    "server.cors_origins": (
        r"https?://[A-Za-z0-9.\[\]:-]+",
        "a list of origins like https://app.example.com",
    ),
}
"""Lists whose texts must all look like this."""
CHOICES = {
    "policy.animatic_price": ("free", "documented"),
    "dialects.movie_http": ("strict", "ok"),
    "sandbox.header": ("auto", "on", "off"),
    "webhooks.origins": ("any", "registered"),
}
