/** {@code weir doctor}: {@link dev.weir.cli.doctor.DoctorCommand} reads the options, {@link dev.weir.doctor.Doctor} examines. */
package dev.weir.cli.doctor;
