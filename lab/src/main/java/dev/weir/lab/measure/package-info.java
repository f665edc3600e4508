/**
 * What a simulation counts of its links and queues, as records for reports. Connections are measured by who listens to the
 * hosts' events: {@code dev.weir.analysis.flow}.
 */
package dev.weir.lab.measure;
