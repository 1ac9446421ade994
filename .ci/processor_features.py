"""Print what NPY_DISABLE_CPU_FEATURES may name on this processor: all that numpy chooses while it runs.

What numpy was built to need cannot be disabled. Where there is nothing to disable, the line is empty.
"""

import sys

try:
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
except ImportError:  # numpy 1
    from numpy.core._multiarray_umath import __cpu_dispatch__, __cpu_features__

found = [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]
print("disabled:", " ".join(found) or "nothing; the processor has no more than numpy needs", file=sys.stderr)
print(" ".join(found))
