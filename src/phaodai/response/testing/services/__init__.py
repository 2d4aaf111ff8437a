"""Writing: labels, orders, sampling, transport, results, notification.

Locking order, everywhere: tubes by id, then people by id, then orders by id. Whoever keeps to it never waits
in a circle; two clerks at one tube queue up, and the second is told what the first entered.
"""

from phaodai.response.testing.services.batch import BatchOutcome, RawResult, check_results, record_results
from phaodai.response.testing.services.labels import label_tube, label_tubes
from phaodai.response.testing.services.looking import note_list_read, open_order, open_tube
from phaodai.response.testing.services.notices import confirm_correction_told, notify_tubes
from phaodai.response.testing.services.orders import order_tests, withdraw_order, withdraw_test_orders
from phaodai.response.testing.services.results import correct_result, record_result
from phaodai.response.testing.services.sampling import take_sample
from phaodai.response.testing.services.transport import discard_tube, receive_tubes, send_tubes
from phaodai.response.testing.services.unpooling import unpool_tube

__all__ = [
    "BatchOutcome",
    "RawResult",
    "check_results",
    "confirm_correction_told",
    "correct_result",
    "discard_tube",
    "label_tube",
    "label_tubes",
    "note_list_read",
    "notify_tubes",
    "open_order",
    "open_tube",
    "order_tests",
    "receive_tubes",
    "record_result",
    "record_results",
    "send_tubes",
    "take_sample",
    "unpool_tube",
    "withdraw_order",
    "withdraw_test_orders",
]
