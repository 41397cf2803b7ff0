#!/bin/sh
# Moot's commands for a machine that runs it under systemd: as the service's user, in its folder, with its settings.
# deploy/systemd.md installs this as /usr/local/bin/moot.
exec runuser -u moot -- env -C /var/lib/moot HOME=/var/lib/moot MPLCONFIGDIR=/var/cache/moot /opt/moot/bin/moot "$@"
