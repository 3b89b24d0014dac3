package io.exporteragent.benchmarks;

import java.time.Duration;

/**
 * An answer that was read to its last byte.
 *
 * @param took from the first byte of the request to the last of the answer
 * @param bytes of the body, as they came over the wire
 * @param series lines of the text that are neither comments nor empty
 */
record Page(Duration took, int bytes, int series) {}
