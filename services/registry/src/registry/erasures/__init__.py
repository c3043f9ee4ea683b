"""An unregistered group is erased on request: GDPR (EU) 2016/679, 17 art. A feature of its own, as others hold parts of one."""
