package dev.weir.cli.bench;

import tools.jackson.core.JsonGenerator;

/** What a measurement found; every rate with what it was computed from. */
sealed interface Result permits Goodput, Latency, Held, Simulated {
    /** Of the side that sends, or asks. */
    String congestionControl();

    /** How long was measured. */
    long nanos();

    /** For a person. */
    String text();

    void write(JsonGenerator json);
}
