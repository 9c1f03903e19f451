"""What machine a measurement was made on, as QIR's own tables of costs say it."""

from qir.driver.host import describe as describe
