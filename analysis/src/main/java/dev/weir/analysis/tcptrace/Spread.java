package dev.weir.analysis.tcptrace;

/** Count, extremes, mean and standard deviation of durations in microseconds. */
final class Spread {
    private long count;
    private long min;
    private long max;
    private double sum;
    private double squares;

    void add(long micros) {
        if (min == 0 || micros < min) min = micros; // 0 stands for none, so that a duration of 0 counts for no minimum
        if (micros > max) max = micros;
        sum += micros;
        squares += (double) micros * micros;
        count++;
    }

    void clear() {
        count = 0;
        min = 0;
        max = 0;
        sum = 0;
        squares = 0;
    }

    long count() {
        return count;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    double deviation() {
        if (count <= 2) return 0; // as it is there
        double variance = (squares - sum * sum / count) / (count - 1);
        return variance <= 0 ? 0 : Math.sqrt(variance);
    }
}
