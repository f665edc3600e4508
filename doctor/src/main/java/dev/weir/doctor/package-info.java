/**
 * {@link dev.weir.doctor.Doctor} examines a target: steps ({@code name}, {@code reach}, {@code tls}, {@code talk}) leave
 * results in a {@link dev.weir.doctor.visit.Visit}, rules ({@code rule}) read them and give findings. A step observes and
 * never judges; a rule judges and never sends anything.
 */
package dev.weir.doctor;
