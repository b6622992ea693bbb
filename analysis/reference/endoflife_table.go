package reference

// products were read in endoflife.date and, for Python and Node.js, in the
// schedules of these projects (python/devguide, nodejs/Release), November 2026. Of
// Debian it is the end of Long Term Support, of Ubuntu that of standard support; a
// line of Go ends with the release of the second one after it. Releases whose end
// is not settled are left out.
var products = []product{
	{name: "Python", images: "python", releases: []release{
		{version: "2", date: "2020-01-01"}, {version: "3.4", date: "2019-03-18"}, {version: "3.5", date: "2020-09-30"},
		{version: "3.6", date: "2021-12-23"}, {version: "3.7", date: "2023-06-27"}, {version: "3.8", date: "2024-10-07"},
		{version: "3.9", date: "2025-10-31"}, {version: "3.10", date: "2026-10"},
	}},
	{name: "Node.js", images: "node", releases: []release{
		{version: "4", date: "2018-04-30"}, {version: "6", date: "2019-04-30"}, {version: "8", date: "2019-12-31"},
		{version: "9", date: "2018-06-30"}, {version: "10", date: "2021-04-30"}, {version: "11", date: "2019-06"},
		{version: "12", date: "2022-04-30"}, {version: "13", date: "2020-06-01"}, {version: "14", date: "2023-04-30"},
		{version: "15", date: "2021-06-01"}, {version: "16", date: "2023-09-11"}, {version: "17", date: "2022-06-01"},
		{version: "18", date: "2025-04-30"}, {version: "19", date: "2023-06-01"}, {version: "20", date: "2026-04-30"},
		{version: "21", date: "2024-06-01"}, {version: "23", date: "2025-06-01"},
	}},
	{name: "Go", images: "golang", releases: []release{
		{version: "1.11", date: "2019-09-03"}, {version: "1.12", date: "2020-02-25"}, {version: "1.13", date: "2020-08-11"},
		{version: "1.14", date: "2021-02-16"}, {version: "1.15", date: "2021-08-16"}, {version: "1.16", date: "2022-03-15"},
		{version: "1.17", date: "2022-08-02"}, {version: "1.18", date: "2023-02-01"}, {version: "1.19", date: "2023-08-08"},
		{version: "1.20", date: "2024-02-06"}, {version: "1.21", date: "2024-08-13"}, {version: "1.22", date: "2025-02-11"},
		{version: "1.23", date: "2025-08-12"}, {version: "1.24", date: "2026-02"},
	}},
	{name: "PHP", images: "php", releases: []release{
		{version: "5", date: "2018-12-31"}, {version: "7.0", date: "2019-01-10"}, {version: "7.1", date: "2019-12-01"},
		{version: "7.2", date: "2020-11-30"}, {version: "7.3", date: "2021-12-06"}, {version: "7.4", date: "2022-11-28"},
		{version: "8.0", date: "2023-11-26"}, {version: "8.1", date: "2025-12-31"}, {version: "8.2", date: "2026-12-31"},
	}},
	{name: "Ruby", images: "ruby", releases: []release{
		{version: "2.3", date: "2019-03-31"}, {version: "2.4", date: "2020-03-31"}, {version: "2.5", date: "2021-03-31"},
		{version: "2.6", date: "2022-04-12"}, {version: "2.7", date: "2023-03-31"}, {version: "3.0", date: "2024-04-23"},
		{version: "3.1", date: "2025-03-31"}, {version: "3.2", date: "2026-03-31"},
	}},
	{name: "PostgreSQL", images: "postgres", releases: []release{
		{version: "9.3", date: "2018-11-08"}, {version: "9.4", date: "2020-02-13"}, {version: "9.5", date: "2021-02-11"},
		{version: "9.6", date: "2021-11-11"}, {version: "10", date: "2022-11-10"}, {version: "11", date: "2023-11-09"},
		{version: "12", date: "2024-11"}, {version: "13", date: "2025-11-13"}, {version: "14", date: "2026-11-12"},
	}},
	{name: "MySQL", images: "mysql", releases: []release{
		{version: "5.5", date: "2018-12-31"}, {version: "5.6", date: "2021-02"}, {version: "5.7", date: "2023-10"},
		{version: "8.0", date: "2026-04"},
	}},
	{name: "MariaDB", images: "mariadb", releases: []release{
		{version: "5.5", date: "2020-04-11"}, {version: "10.0", date: "2019-03-31"}, {version: "10.1", date: "2020-10-17"},
		{version: "10.2", date: "2022-05-23"}, {version: "10.3", date: "2023-05-25"}, {version: "10.4", date: "2024-06-18"},
		{version: "10.5", date: "2025-06-24"}, {version: "10.6", date: "2026-07-06"},
	}},
	{name: "MongoDB", images: "mongo", releases: []release{
		{version: "3.4", date: "2020-01-31"}, {version: "3.6", date: "2021-04-30"}, {version: "4.0", date: "2022-04-30"},
		{version: "4.2", date: "2023-04-30"}, {version: "4.4", date: "2024-02-29"}, {version: "5.0", date: "2024-10-31"},
		{version: "6.0", date: "2025-07-31"}, {version: "7.0", date: "2027-08-31"},
	}},
	{name: ".NET", images: "mcr.microsoft.com/dotnet/sdk mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime mcr.microsoft.com/dotnet/runtime-deps", releases: []release{
		{version: "3.1", date: "2022-12-13"}, {version: "5.0", date: "2022-05-10"}, {version: "6.0", date: "2024-11-12"},
		{version: "7.0", date: "2024-05-14"}, {version: "8.0", date: "2026-11-10"}, {version: "9.0", date: "2026-11-10"},
	}},
	{name: ".NET Core", images: "mcr.microsoft.com/dotnet/core/sdk mcr.microsoft.com/dotnet/core/aspnet mcr.microsoft.com/dotnet/core/runtime mcr.microsoft.com/dotnet/core/runtime-deps", releases: []release{
		{version: "2.1", date: "2021-08-21"}, {version: "2.2", date: "2019-12-23"}, {version: "3.0", date: "2020-03-03"},
		{version: "3.1", date: "2022-12-13"},
	}},
	{name: "Debian", images: "debian", system: "debian", releases: []release{
		{"6", "2016-02-29", "squeeze"}, {"7", "2018-05-31", "wheezy"}, {"8", "2020-06-30", "jessie"},
		{"9", "2022-07-01", "stretch"}, {"10", "2024-06-30", "buster"}, {"11", "2026-08-31", "bullseye"},
	}},
	{name: "Ubuntu", images: "ubuntu", system: "ubuntu", releases: []release{
		{"14.04", "2019-04", "trusty"}, {"16.04", "2021-04", "xenial"}, {"18.04", "2023-05-31", "bionic"},
		{"19.10", "2020-07", "eoan"}, {"20.04", "2025-05-31", "focal"}, {"20.10", "2021-07-22", "groovy"},
		{"21.04", "2022-01-20", "hirsute"}, {"21.10", "2022-07-14", "impish"}, {"22.10", "2023-07-20", "kinetic"},
		{"23.04", "2024-01", "lunar"}, {"23.10", "2024-07", "mantic"}, {"24.10", "2025-07-10", "oracular"},
		{"25.04", "2026-01", "plucky"},
	}},
	{name: "Alpine", images: "alpine", system: "alpine", releases: []release{
		{version: "3.1", date: "2016-11-01"}, {version: "3.2", date: "2017-05-01"}, {version: "3.3", date: "2017-11-01"},
		{version: "3.4", date: "2018-05-01"}, {version: "3.5", date: "2018-11-01"}, {version: "3.6", date: "2019-05-01"},
		{version: "3.7", date: "2019-11-01"}, {version: "3.8", date: "2020-05-01"}, {version: "3.9", date: "2020-11-01"},
		{version: "3.10", date: "2021-05-01"}, {version: "3.11", date: "2021-11-01"}, {version: "3.12", date: "2022-05-01"},
		{version: "3.13", date: "2022-11-01"}, {version: "3.14", date: "2023-05-01"}, {version: "3.15", date: "2023-11-01"},
		{version: "3.16", date: "2024-05-23"}, {version: "3.17", date: "2024-11-22"}, {version: "3.18", date: "2025-05-09"},
		{version: "3.19", date: "2025-11-01"}, {version: "3.20", date: "2026-04-01"}, {version: "3.21", date: "2026-11-01"},
		{version: "3.22", date: "2027-05-01"}, {version: "3.23", date: "2027-11-01"},
	}},
	{name: "Fedora", images: "fedora", releases: []release{
		{version: "30", date: "2020-05-26"}, {version: "31", date: "2020-11-24"}, {version: "32", date: "2021-05-25"},
		{version: "33", date: "2021-11-30"}, {version: "34", date: "2022-06-07"}, {version: "35", date: "2022-12-13"},
		{version: "36", date: "2023-05-16"}, {version: "37", date: "2023-12-05"}, {version: "38", date: "2024-05-21"},
		{version: "39", date: "2024-11-26"}, {version: "40", date: "2025-05-13"}, {version: "41", date: "2025-12-15"},
		{version: "42", date: "2026-05-13"},
	}},
	// The last version of CentOS Linux; Docker Hub marks the image as deprecated.
	{name: "CentOS", images: "centos", instead: "almalinux or rockylinux", releases: []release{{version: "", date: "2024-06-30"}}},
	// Docker Hub deprecated both for other builds of the JDK.
	{name: earlyAccess, images: "openjdk", instead: "eclipse-temurin or another build of OpenJDK", releases: []release{{version: "", date: "2022-07"}}},
	{name: "the image java", images: "java", instead: "eclipse-temurin or another build of OpenJDK", releases: []release{{version: "", date: "2016-12-31"}}},
	{name: "Windows Server", images: "mcr.microsoft.com/windows/servercore mcr.microsoft.com/windows/nanoserver mcr.microsoft.com/windows", releases: []release{
		{version: "1709", date: "2019-04-09"}, {version: "1803", date: "2019-11-12"}, {version: "1903", date: "2020-12-08"},
		{version: "1909", date: "2021-05-11"}, {version: "2004", date: "2021-12-14"}, {version: "20H2", date: "2022-08-09"},
	}},
}
