"""On the clock: notices go out slice by slice and are counted up; what waits is measured; what is long over is forgotten."""

from datetime import timedelta

from chassis.jobs import Due, Timer
from notifications.deliveries.commands import fanning, forgetting, metering
from notifications.deliveries.queries import over
from notifications.notices.queries import on_their_way

TIMERS = [Timer(fanning.FAN_OUT, fanning.fan_out)]
CLOCK = [
    Due("notifications.notice.count_up", every=timedelta(seconds=2), due=on_their_way, command=fanning.count_up),
    Due("notifications.mail.measure", every=timedelta(seconds=10), due=metering.measure, command=metering.nothing),
    Due("notifications.mail.forget", every=timedelta(seconds=10), due=over.first_mail, command=forgetting.forget_mails),
    Due("notifications.telling.forget", every=timedelta(seconds=10), due=over.first_telling, command=forgetting.forget_tellings),
]
