"""What an operator does next, from an empty `.env` to the first game: one step, depending on what the checkup
found."""

from collections.abc import Collection
from datetime import timedelta

from bot import env_file
from bot.cli.checkup.database import Life
from bot.cli.checkup.findings import Finding, Verdict
from bot.config import Settings
from bot.domain.ids import Moment

AT_WORK = timedelta(minutes=1)  # since a sign of life; there is one every fifteen seconds

MAKE_THE_APP = (
    "create the app. Open https://api.slack.com/apps, choose Create New App and From a manifest, and paste "
    "what `{manifest}` prints. {then}"
)
INSTALL_IT = (
    "Then choose Install to Workspace, and write the Bot User OAuth Token (xoxb-…) from OAuth & Permissions "
    "into {file} as SLACK_BOT_TOKEN."
)
COPY_CREDENTIALS = (
    "Then write SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET from Basic Information, App "
    "Credentials, into {file}."
)
LET_IT_CONNECT = (
    "let Moot connect. In the app's settings, under Basic Information, App-Level Tokens, generate a token "
    "with the scope connections:write, and write it (xapp-…) into {file} as SLACK_APP_TOKEN."
)
LET_SLACK_SIGN = (
    "write the Signing Secret from Basic Information, App Credentials, into {file} as SLACK_SIGNING_SECRET."
)
MEND = "fix what begins with “fail”, from the top, and run `moot check` again."
START = "start Moot with `{run}`, and leave it running. Then run `moot check` again, in another terminal."
ADD = "open {url}/slack/install in a browser, and add Moot to a workspace. "
PLAY = (
    "in Slack, create or choose a channel that everybody shares, invite Moot into it (`/invite @Moot`), and "
    "type `/moot new` there."
)
AGAIN = "Then run `moot check` again."
DONE = "nothing: Moot is running. `moot games` lists its games."


def next_step(
    settings: Settings, findings: Collection[Finding], life: Life, at: Moment, *, http: bool
) -> str:
    """One step, as a sentence for after “Next: ”."""
    if unset := _unset(settings, http=http):
        file = env_file.found().path or ".env (`cp .env.example .env` makes it)"
        return f"{unset.format(file=file)} {AGAIN}"
    if any(one.verdict is Verdict.FAIL for one in findings):
        return MEND
    if life.beat is None or at - life.beat > AT_WORK:
        return START.format(run="moot run --http" if http or settings.many else "moot run")
    if not life.games:
        return (ADD.format(url=settings.moot_public_url) if settings.many else "") + (
            f"Then {PLAY}" if settings.many else PLAY
        )
    return DONE


def _unset(settings: Settings, *, http: bool) -> str:
    """The first setting that is missing, and where to get it."""
    if settings.many:
        if (
            settings.slack_client_secret.get_secret_value()
            and settings.slack_signing_secret.get_secret_value()
        ):
            return ""
        address = settings.moot_public_url or "https://moot.example.org"
        manifest = f"moot manifest --http {address} --many"
        return MAKE_THE_APP.format(manifest=manifest, then=COPY_CREDENTIALS)
    if not settings.slack_bot_token.get_secret_value():
        manifest = "moot manifest --http https://moot.example.org" if http else "moot manifest"
        return MAKE_THE_APP.format(manifest=manifest, then=INSTALL_IT)
    if http:
        return "" if settings.slack_signing_secret.get_secret_value() else LET_SLACK_SIGN
    return "" if settings.slack_app_token.get_secret_value() else LET_IT_CONNECT
